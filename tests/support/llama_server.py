"""llama.cpp's own HTTP server with a random model of half a megabyte.

    python llama_server.py FOLDER KEY CONTEXT

It prints its address and serves until its standard input ends. The model writes nonsense, in the form that a
schema demands.
"""

import sys
from pathlib import Path

import gguf
import numpy as np
import xllamacpp

WIDTH, HEADS, LAYERS, INNER = 64, 4, 2, 128
TEMPLATE = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant: "


def write_model(path: Path, context: int) -> None:
    """Write a random Llama: byte tokens and printable characters."""
    printable = [chr(code) for code in range(32, 127)]
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), *printable]
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
    kinds += [gguf.TokenType.BYTE] * 256 + [gguf.TokenType.NORMAL] * len(printable)
    # The tokenizer writes a space as this mark.
    names = [token.replace(" ", "\u2581") for token in tokens]
    rng = np.random.default_rng(1)

    def random(*shape: int, scale: float = 0.05) -> np.ndarray:
        return (rng.standard_normal(shape) * scale).astype(np.float32)

    embedding, output = random(len(tokens), WIDTH), random(len(tokens), WIDTH)
    # A constant dimension and a prior for each token in it: letters are likely, and raw bytes hardly ever
    # come, so that a text which a grammar holds together does not break inside a character.
    embedding[:, 0] = 4.0
    output[:, 0] = [-20.0] * 2 + [0.5] + [-20.0] * 256 + [
        5.0 if token == chr(34) else 2.0 if token.isalpha() else 0.0 for token in printable
    ]  # fmt: skip
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(context)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(names)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(TEMPLATE)
    writer.add_tensor("token_embd.weight", embedding)
    writer.add_tensor("output.weight", output)
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, dtype=np.float32))
    for layer in range(LAYERS):
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", np.ones(WIDTH, dtype=np.float32))
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", random(WIDTH, WIDTH))
        for name in ("ffn_gate", "ffn_up"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", random(INNER, WIDTH))
        writer.add_tensor(f"blk.{layer}.ffn_down.weight", random(WIDTH, INNER))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def serve(folder: Path, key: str, context: int, parallel: int = 2) -> None:
    """Serve until standard input ends."""
    path = folder / f"random-{context}.gguf"
    write_model(path, context)
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx = context * parallel
    params.n_parallel = parallel
    params.port = 0
    params.api_keys = [key]
    params.use_jinja = True
    params.warmup = False
    params.cpuparams.n_threads = 1
    params.n_threads_http = 8
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
