#include "pipeline/output/outfile.h"
#include "pipeline/output/fault.h"
#include "pipeline/output/reason.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The reason first: a long name may be cut off, the reason may not. */
enum ws_status ws_write_error(struct ws_error *err, const char *what)
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
    ws_fault_step();
    while (n > 0) {
        ssize_t w = write(fd, at, n);
        if (w < 0 && errno == EINTR)
            continue;
        if (w < 0)
            return ws_write_error(err, what);
        at += w;
        n -= (size_t)w;
    }
    ws_fault_step();
    return WS_OK;
}

char *ws_part_name(const char *name, const char *attempt)
{
    size_t size = strlen(name) + strlen(attempt) + sizeof "..part";
    char *part = malloc(size);
    if (part)
        snprintf(part, size, "%s.%s.part", name, attempt);
    return part;
}

/* A part of this name that is there is of nobody who lives: an attempt has its name alone. */
static int open_part(int dir_fd, const char *part)
{
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
    int fd = openat(dir_fd, part, flags, 0666);
    if (fd < 0 && errno == EEXIST && unlinkat(dir_fd, part, 0) == 0)
        fd = openat(dir_fd, part, flags, 0666);
    return fd;
}

enum ws_status ws_outfile_create(struct ws_outfile *f, int dir_fd, const char *name,
                                 const char *attempt, struct ws_error *err)
{
    *f = (struct ws_outfile){.dir_fd = dir_fd,
                             .fd = -1,
                             .name = strdup(name),
                             .part = ws_part_name(name, attempt)};
    ws_fault_step();
    if (f->name && f->part)
        f->fd = open_part(dir_fd, f->part);
    ws_fault_step();
    if (f->fd >= 0)
        return WS_OK;
    enum ws_status st = ws_write_error(err, name);
    ws_outfile_leave(f);
    return st;
}

enum ws_status ws_outfile_write(struct ws_outfile *f, const void *p, size_t n,
                                struct ws_error *err)
{
    return ws_write_all(f->fd, p, n, f->name, err);
}

enum ws_status ws_outfile_sync(struct ws_outfile *f, struct ws_error *err)
{
    ws_fault_step();
    if (fsync(f->fd) != 0 && errno != EINVAL)
        return ws_write_error(err, f->name);
    ws_fault_step();
    return WS_OK;
}

/* Some file systems cannot sync a directory and say EINVAL: the file itself is safe by then. */
enum ws_status ws_sync_dir(int dir_fd, const char *what, struct ws_error *err)
{
    if (fsync(dir_fd) == 0 || errno == EINVAL || errno == ENOTSUP)
        return WS_OK;
    return ws_write_error(err, what);
}

enum ws_status ws_rename_part(int dir_fd, const char *part, const char *name,
                              struct ws_error *err)
{
    ws_fault_step();
    if (renameat(dir_fd, part, dir_fd, name) != 0)
        return ws_write_error(err, name);
    ws_fault_step();
    return WS_OK;
}

enum ws_status ws_outfile_publish(struct ws_outfile *f, struct ws_error *err)
{
    if (ws_outfile_sync(f, err) != WS_OK)
        return WS_FATAL;
    int closed = close(f->fd);
    f->fd = -1;
    if (closed != 0)
        return ws_write_error(err, f->name);
    if (ws_rename_part(f->dir_fd, f->part, f->name, err) != WS_OK)
        return WS_FATAL;
    free(f->part);
    f->part = NULL;
    return ws_sync_dir(f->dir_fd, f->name, err);
}

void ws_outfile_discard(struct ws_outfile *f)
{
    if (f->part)
        unlinkat(f->dir_fd, f->part, 0);
    ws_outfile_leave(f);
}

void ws_outfile_leave(struct ws_outfile *f)
{
    if (f->fd >= 0)
        close(f->fd);
    free(f->part);
    free(f->name);
    *f = WS_OUTFILE_NONE;
}

enum ws_status ws_outfile_put(int dir_fd, const char *name, const char *attempt, const void *p,
                              size_t n, struct ws_error *err)
{
    struct ws_outfile file;
    enum ws_status st = ws_outfile_create(&file, dir_fd, name, attempt, err);
    if (st == WS_OK)
        st = ws_outfile_write(&file, p, n, err);
    if (st == WS_OK)
        st = ws_outfile_publish(&file, err);
    ws_outfile_discard(&file);
    return st;
}
