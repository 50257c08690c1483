"""The check of Markdown's extensions: whether each can be used as the settings say."""

from collections.abc import Iterator
from typing import Any, Final

from markdown import Markdown

from plugins.audit.assignments import locate_string
from plugins.audit.problem import quote
from plugins.audit.settings import Fault, Setting

_MARKDOWN_KEYS: Final = frozenset(
    {"extensions", "extension_configs", "output_format", "tab_length"}
)


def check_markdown(setting: Setting, source: str) -> Iterator[Fault]:
    """Check that Markdown can be set up as `MARKDOWN` says, each extension by itself.

    Args:
        setting: The setting `MARKDOWN`.
        source: Text of the settings file, to find the extension in.
    """
    if not isinstance(setting.value, dict):
        return  # its type is reported already
    options = dict(setting.value)
    for key in options.keys() - _MARKDOWN_KEYS:
        hint = f"Known are {', '.join(sorted(_MARKDOWN_KEYS))}."
        yield setting.fault("markdown", f"nothing reads {quote(key)} in MARKDOWN", hint)
    extensions, configs = options.pop("extensions", []), options.get("extension_configs", {})
    if not isinstance(extensions, list) or not isinstance(configs, dict):
        message = "MARKDOWN should have a list as extensions and a dict as extension_configs"
        yield setting.fault("markdown", message, "Write them so.")
        return
    for extension in dict.fromkeys([*extensions, *configs]):
        if fault := _try_markdown({**options, "extensions": [extension]}):
            name = extension if isinstance(extension, str) else repr(extension)
            line = locate_string(source, name, setting.line or 1) if source else None
            message = f"Markdown extension {quote(name)} cannot be used: {fault}"
            hint = "Check its name and options in MARKDOWN, or add its package to pyproject.toml."
            yield setting.fault("markdown", message, hint, line)


def _try_markdown(options: dict[str, Any]) -> str:
    extensions = {e for e in options["extensions"] if isinstance(e, str)}
    configs = options.get("extension_configs") or {}
    mine = {name: config for name, config in configs.items() if name in extensions}
    try:
        Markdown(**{**options, "extension_configs": mine})
    except Exception as error:  # noqa: BLE001 - whatever an extension raises is what is wrong with it
        return f"{type(error).__name__}: {error}"
    return ""
