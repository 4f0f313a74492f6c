#include "pipeline/output/outfile.h"
#include "pipeline/output/reason.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Parts of earlier processes with the same number (in a container it is always the same) are
 * stepped over. */
#define MAX_ATTEMPTS 1000

/* The reason first: a long name may be cut off, the reason may not. */
static enum ws_status io_error(struct ws_error *err, const char *what)
{
    int e = errno;
    char reason[80];
    ws_error_set(err, WS_E_IO, 0, "%s (writing %s)", ws_reason(e, reason, sizeof reason), what);
    if (err)
        err->sys_errno = e;
    return WS_FATAL;
}

enum ws_status ws_write_all(int fd, const void *p, size_t n, const char *what,
                            struct ws_error *err)
{
    const char *at = p;
    while (n > 0) {
        ssize_t w = write(fd, at, n);
        if (w < 0 && errno == EINTR)
            continue;
        if (w < 0)
            return io_error(err, what);
        at += w;
        n -= (size_t)w;
    }
    return WS_OK;
}

static bool open_part(struct ws_outfile *f)
{
    size_t size = strlen(f->name) + 64;
    f->part = malloc(size);
    for (int i = 0; f->part && f->fd < 0 && i < MAX_ATTEMPTS; i++) {
        if (i == 0)
            snprintf(f->part, size, "%s.%ld.part", f->name, (long)getpid());
        else
            snprintf(f->part, size, "%s.%ld-%d.part", f->name, (long)getpid(), i);
        f->fd = openat(f->dir_fd, f->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (f->fd < 0 && errno != EEXIST)
            break;
    }
    return f->fd >= 0;
}

enum ws_status ws_outfile_create(struct ws_outfile *f, int dir_fd, const char *name,
                                 struct ws_error *err)
{
    *f = (struct ws_outfile){.dir_fd = dir_fd, .fd = -1, .name = strdup(name)};
    if (f->name && open_part(f))
        return WS_OK;
    enum ws_status st = io_error(err, name);
    free(f->part);
    free(f->name);
    *f = WS_OUTFILE_NONE;
    return st;
}

enum ws_status ws_outfile_write(struct ws_outfile *f, const void *p, size_t n,
                                struct ws_error *err)
{
    return ws_write_all(f->fd, p, n, f->name, err);
}

/* Some file systems cannot sync a directory and say EINVAL: the file itself is safe by then. */
static bool sync_dir(int dir_fd)
{
    return fsync(dir_fd) == 0 || errno == EINVAL || errno == ENOTSUP;
}

enum ws_status ws_outfile_publish(struct ws_outfile *f, struct ws_error *err)
{
    bool synced = fsync(f->fd) == 0 || errno == EINVAL;
    if (!synced)
        return io_error(err, f->name);
    int closed = close(f->fd);
    f->fd = -1;
    if (closed != 0 || renameat(f->dir_fd, f->part, f->dir_fd, f->name) != 0)
        return io_error(err, f->name);
    free(f->part);
    f->part = NULL;
    if (!sync_dir(f->dir_fd))
        return io_error(err, f->name);
    return WS_OK;
}

void ws_outfile_discard(struct ws_outfile *f)
{
    if (f->fd >= 0)
        close(f->fd);
    if (f->part)
        unlinkat(f->dir_fd, f->part, 0);
    free(f->part);
    free(f->name);
    *f = WS_OUTFILE_NONE;
}
