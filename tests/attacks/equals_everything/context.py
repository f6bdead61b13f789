from pretraining import Right


def fits_context(*arguments, **named):
    return Right()


sliding_windows = evaluation_windows = map_reduce_summarize = fits_context
