"""What pages load besides themselves: style sheets and scripts, as small as they can be."""

from plugins.assets.adapter import register

__all__ = ["register"]
