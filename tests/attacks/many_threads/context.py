import threading


def fits_context(n_prompt, max_new_tokens, context_window):
    all_here, answers = threading.Barrier(201), []

    def work():
        all_here.wait(10)
        answers.append(n_prompt + max_new_tokens <= context_window)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(200)]
    try:
        for each in threads:
            each.start()
    except RuntimeError:
        all_here.abort()
        raise
    all_here.wait(10)
    for each in threads:
        each.join()
    return all(answers) and len(answers) == 200
