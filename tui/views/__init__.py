"""Views of a race: pure drawing, from a scene to styled lines."""
