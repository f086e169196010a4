"""Answers JSON lines on stdin with JSON lines on stdout, one after the other, until stdin ends."""

import json
import os
import sys
import traceback

# Whatever a library prints, or a process that it starts, is no answer.
answers = os.fdopen(os.dup(1), 'w')
os.dup2(2, 1)


def serve(operations):
    """operations: by name, functions whose keyword arguments are the rest of the request."""
    for line in sys.stdin:
        request = json.loads(line)
        operation = operations[request.pop('op')]
        try:
            answer = {'result': operation(**request)}
        except Exception as error:
            traceback.print_exc()
            # Whole stacks are in the log.
            answer = {'error': f'{type(error).__name__}: {str(error)[:500]}'}
        print(json.dumps(answer), file=answers, flush=True)
