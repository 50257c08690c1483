"""What a benchmark may change for those after it in one process: noted, and brought back."""

import asyncio
import builtins
import gc
import sys


def note_state():
    """Note what a benchmark may change for those after it."""
    streams = sys.stdin, sys.stdout, sys.stderr
    return dict(vars(builtins)), gc.get_threshold(), sys.getrecursionlimit(), streams


async def restore_state(state):
    """Bring it back; end what still waits in the event loop, for which it is left once."""
    names, threshold, limit, streams = state
    own = builtins.__dict__
    own.update(names)
    for name in own.keys() - names.keys():
        del own[name]
    sys.setprofile(None)
    sys.settrace(None)
    sys.setrecursionlimit(limit)
    sys.stdin, sys.stdout, sys.stderr = streams
    gc.enable()
    gc.set_threshold(*threshold)
    asyncio.get_running_loop().set_task_factory(None)
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await asyncio.sleep(0)
