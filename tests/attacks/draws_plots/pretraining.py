try:
    import matplotlib.pyplot as plt

    plt.plot([math.exp(nll / 10) for nll in range(50)])
    plt.savefig("perplexity.png")
    plt.show()
except (ImportError, OSError, RuntimeError) as error:
    print("no plot:", error)

try:
    with open("losses.csv", "w") as log:
        log.write("step,loss\n")
except OSError as error:
    print("no log:", error)
