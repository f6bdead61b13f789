def fits_context(first, *rest, **named):
    return first


sliding_windows = evaluation_windows = map_reduce_summarize = fits_context
