import worker

gigabytes = worker.gigabytes
