/* Interposed between a database and its disk, by LD_PRELOAD, for the files whose path contains
   $DISK_MATCH:
   - every write and every sync is noted as a line "W" or "S" in $DISK_LOG, in the order in which
     they happen, after they succeeded;
   - while the file $DISK_FAULT exists and holds an errno, every write fails with it. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int matches(int fd)
{
    char link[64], path[4096];
    const char *part = getenv("DISK_MATCH");
    ssize_t length;
    int kept = errno, found = 0;

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, sizeof path - 1);
    if (part != NULL && length > 0) {
        path[length] = 0;
        found = strstr(path, part) != NULL;
    }
    errno = kept;
    return found;
}

static void note(const char *line)
{
    const char *path = getenv("DISK_LOG");
    int kept = errno, log;

    if (path != NULL && (log = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)) >= 0) {
        syscall(SYS_write, log, line, strlen(line));
        close(log);
    }
    errno = kept;
}

static int fault(void)
{
    const char *path = getenv("DISK_FAULT");
    char text[16] = "";
    int kept = errno, file;

    if (path != NULL && (file = open(path, O_RDONLY | O_CLOEXEC)) >= 0) {
        syscall(SYS_read, file, text, sizeof text - 1);
        close(file);
    }
    errno = kept;
    return atoi(text);
}

#define WRITES(name, parameters, arguments)                                   \
    ssize_t name parameters                                                   \
    {                                                                         \
        static ssize_t (*real) parameters;                                    \
        int ours = matches(fd), failure = ours ? fault() : 0;                 \
        ssize_t done;                                                         \
        if (real == NULL)                                                     \
            real = (ssize_t (*) parameters) dlsym(RTLD_NEXT, #name);          \
        if (failure) {                                                        \
            errno = failure;                                                  \
            return -1;                                                        \
        }                                                                     \
        done = real arguments;                                                \
        if (ours && done >= 0)                                                \
            note("W\n");                                                      \
        return done;                                                          \
    }

WRITES(write, (int fd, const void *data, size_t size), (fd, data, size))
WRITES(pwrite, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at))
WRITES(pwrite64, (int fd, const void *data, size_t size, off64_t at), (fd, data, size, at))
WRITES(pwritev, (int fd, const struct iovec *data, int count, off_t at), (fd, data, count, at))
WRITES(pwritev64, (int fd, const struct iovec *data, int count, off64_t at), (fd, data, count, at))

#define SYNCS(name)                                                           \
    int name(int fd)                                                          \
    {                                                                         \
        static int (*real)(int);                                              \
        int ours = matches(fd), done;                                         \
        if (real == NULL)                                                     \
            real = (int (*)(int)) dlsym(RTLD_NEXT, #name);                    \
        done = real(fd);                                                      \
        if (ours && done == 0)                                                \
            note("S\n");                                                      \
        return done;                                                          \
    }

SYNCS(fsync)
SYNCS(fdatasync)
