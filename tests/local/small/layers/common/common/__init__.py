NAME = "the shared layer"
