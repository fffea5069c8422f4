"""Where the raw input of a bridge comes from: files, folders, sockets, serial lines."""
