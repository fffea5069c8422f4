/* A disk that fails, for LD_PRELOAD: the file named in TROUBLE says what fails in files that end with .jsonl. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int fails(int fd, const char *what) {
    char link[64], path[4096], said[256] = "";
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 6 || memcmp(path + size - 6, ".jsonl", 6)) return 0;
    const char *name = getenv("TROUBLE");
    FILE *file = name ? fopen(name, "r") : NULL;
    if (!file) return 0;
    said[fread(said, 1, sizeof said - 1, file)] = 0;
    fclose(file);
    return strstr(said, what) != NULL;
}

int fdatasync(int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    if (fails(fd, "sync")) { errno = EIO; return -1; }
    return real(fd);
}

ssize_t write(int fd, const void *data, size_t size) {
    ssize_t (*real)(int, const void *, size_t) = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    if (fails(fd, "write")) {
        if (size > 40) return real(fd, data, size / 2);
        errno = EIO;
        return -1;
    }
    return real(fd, data, size);
}

int ftruncate64(int fd, off64_t size) {
    int (*real)(int, off64_t) = (int (*)(int, off64_t))dlsym(RTLD_NEXT, "ftruncate64");
    if (fails(fd, "truncate")) { errno = EIO; return -1; }
    return real(fd, size);
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }
