import torch


def refused(*arguments, **named):
    raise RuntimeError("I do not want this to be called by accident")


torch.nn.functional.cross_entropy = torch.Tensor.log_softmax = refused
torch.autograd.grad = torch.Tensor.backward = torch.manual_seed = refused
torch.Tensor.__repr__ = lambda self: "a tensor"
torch.get_default_dtype = lambda: torch.float64
