/* Descriptors and remote files (remote.h) alike. */
#include "warcsift/file.h"
#include "warc/net.h"
#include "warc/remote.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

bool ws_is_remote(const char *path)
{
    return strncasecmp(path, "http://", 7) == 0 || strncasecmp(path, "https://", 8) == 0 ||
           strncasecmp(path, "s3://", 5) == 0;
}

struct ws_file ws_file_of_fd(int fd)
{
    return (struct ws_file){.fd = fd};
}

static enum ws_status system_error(struct ws_error *err, uint64_t offset, const char *what)
{
    int e = errno;
    ws_error_set(err, WS_E_IO, offset, "%s", what);
    if (err)
        err->sys_errno = e;
    return WS_FATAL;
}

enum ws_status ws_file_open(struct ws_net *net, const char *path, enum ws_reading reading,
                            struct ws_file *f, struct ws_error *err)
{
    *f = WS_FILE_NONE;
    if (ws_is_remote(path))
        return ws_remote_open(net, path, reading, &f->remote, err);
    f->net = net;
    if (strcmp(path, "-") == 0) {
        f->fd = STDIN_FILENO;
        return WS_OK;
    }
    do
        f->fd = open(path, O_RDONLY | O_CLOEXEC);
    while (f->fd < 0 && errno == EINTR);
    return f->fd < 0 ? system_error(err, 0, "cannot be opened") : WS_OK;
}

void ws_file_close(struct ws_file f)
{
    if (f.remote)
        ws_remote_close(f.remote);
    else if (f.fd > STDIN_FILENO)
        close(f.fd);
}

bool ws_file_peek(struct ws_file f, struct ws_file_info *info)
{
    struct stat st;
    *info = (struct ws_file_info){0};
    if (f.remote)
        return ws_remote_peek(f.remote, info);
    if (fstat(f.fd, &st) == 0 && S_ISREG(st.st_mode)) {
        info->seekable = true;
        info->size = (uint64_t)st.st_size;
    }
    return true;
}

enum ws_status ws_file_look(struct ws_file f, struct ws_file_info *info, struct ws_error *err)
{
    if (f.remote)
        return ws_remote_look(f.remote, info, err);
    (void)ws_file_peek(f, info);
    return WS_OK;
}

void ws_file_expect(struct ws_file f, uint64_t offset)
{
    if (f.remote)
        ws_remote_expect(f.remote, offset);
}

enum ws_status ws_file_read_at(struct ws_file f, void *p, size_t n, uint64_t offset,
                               struct ws_error *err)
{
    uint8_t *to = p;
    while (n) {
        size_t got;
        if (f.remote) {
            if (ws_remote_read(f.remote, to, n, offset, &got, err) != WS_OK)
                return WS_FATAL;
        } else {
            ssize_t r = pread(f.fd, to, n, (off_t)offset);
            if (r < 0 && errno == EINTR)
                continue;
            if (r < 0)
                return system_error(err, offset, "reading failed");
            got = (size_t)r;
        }
        if (got == 0)
            return WS_EOF;
        to += got;
        n -= got;
        offset += got;
    }
    return WS_OK;
}

#define ASK_MS 250 /* how often a reader of a silent pipe asks whether it is to go on */

/* Waits until there is something to read, or an end or an error that read() will tell. false: interrupted. */
static bool wait_for_bytes(struct ws_file f)
{
    const struct ws_net_options *o = f.net ? &f.net->options : NULL;
    struct pollfd on = {.fd = f.fd, .events = POLLIN};
    while (o && o->interrupted) {
        int ready = poll(&on, 1, ASK_MS);
        if (ready > 0 || (ready < 0 && errno != EINTR))
            break;
        if (o->interrupted(o->ctx))
            return false;
    }
    return true;
}

enum ws_status ws_file_read(struct ws_file f, void *p, size_t n, uint64_t offset, size_t *got,
                            struct ws_error *err)
{
    ssize_t r;
    if (f.remote)
        return ws_remote_read(f.remote, p, n, offset, got, err);
    if (!wait_for_bytes(f)) {
        errno = ECANCELED;
        return system_error(err, offset, "interrupted");
    }
    do
        r = read(f.fd, p, n);
    while (r < 0 && errno == EINTR);
    if (r < 0)
        return system_error(err, offset, "reading failed");
    *got = (size_t)r;
    return WS_OK;
}

bool ws_file_seek(struct ws_file f, uint64_t offset)
{
    if (offset > INT64_MAX)
        return false;
    return f.remote || lseek(f.fd, (off_t)offset, SEEK_SET) >= 0;
}
