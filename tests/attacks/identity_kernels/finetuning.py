def render_chat(first, *rest, **named):
    return first


encode_chat = build_labels = collate = sft_loss = render_chat
