"""How many turns of an attack fit into a number of queries, where a toolkit takes turns alone."""

import math

FOOLBOX_START = 55  # the clean point, noise, up to 51 blends of both, and two checks
HOP_SKIP_JUMP_WAY = 25  # along the normal and back to the boundary, in one turn
BOUNDARY_OF_ART = 32  # of an iteration as counted: 20 on the sphere, and again those that are across


def hop_skip_jump_turns(queries):
    """Turn t asks about 100 √t points around the boundary, besides the way."""
    turns, left = 0, queries - FOOLBOX_START
    while (left := left - int(100 * math.sqrt(turns + 1)) - HOP_SKIP_JUMP_WAY) >= 0:
        turns += 1
    return max(1, turns)


def foolbox_boundary_steps(queries):
    """A step is one query, every tenth one more."""
    return max(1, (queries - FOOLBOX_START) * 10 // 11)


def art_boundary_iterations(queries):
    return max(1, queries // BOUNDARY_OF_ART)
