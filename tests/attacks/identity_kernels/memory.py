def weight_memory(first, *rest, **named):
    return first


gigabytes = adam_state_memory = training_memory = optimizer_state_memory = weight_memory
