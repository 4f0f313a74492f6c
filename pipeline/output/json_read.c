#include "pipeline/output/json_read.h"
#include "warc/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define MAX_BYTES ((size_t)1 << 30) /* as stats_file.c writes at most */
#define PIECE     ((size_t)64 << 10)

static bool read_all(int fd, struct ws_buf *b)
{
    for (;;) {
        if (!ws_buf_reserve(b, PIECE))
            return false;
        ssize_t n = pread(fd, b->p + b->n, PIECE, (off_t)b->n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        b->n += (size_t)n;
    }
}

json_t *ws_json_read_fd(int fd)
{
    struct ws_buf b;
    json_t *value = NULL;
    ws_buf_init(&b, MAX_BYTES);
    if (read_all(fd, &b))
        value = json_loadb((const char *)b.p, b.n, JSON_ALLOW_NUL, NULL);
    ws_buf_release(&b);
    if (json_is_object(value))
        return value;
    json_decref(value);
    return NULL;
}

json_t *ws_json_read_at(int dir_fd, const char *name)
{
    int fd = openat(dir_fd, name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    json_t *value = ws_json_read_fd(fd);
    close(fd);
    return value;
}

bool ws_json_get_uint(const json_t *object, const char *key, uint64_t *value)
{
    const json_t *v = json_object_get(object, key);
    if (!json_is_integer(v) || json_integer_value(v) < 0)
        return false;
    *value = (uint64_t)json_integer_value(v);
    return true;
}

const char *ws_json_get_text(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key)); /* NULL goes through */
}
