#include "pipeline/system/temp_file.h"
#include "pipeline/output/reason.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum ws_status ws_temp_file_error(struct ws_error *err, const char *what)
{
    int e = errno;
    char reason[80];
    ws_error_set(err, WS_E_IO, 0, "%s: %s", what, ws_reason(e, reason, sizeof reason));
    if (err)
        err->sys_errno = e;
    return WS_FATAL;
}

int ws_temp_file(const char *dir, struct ws_error *err)
{
    static const char NAME[] = "/warcsift-sort.XXXXXX";
    size_t size = strlen(dir) + sizeof NAME;
    char *path = malloc(size);
    if (!path) {
        ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
        return -1;
    }
    snprintf(path, size, "%s%s", dir, NAME);
    int fd = mkstemp(path);
    if (fd >= 0)
        unlink(path);
    else
        ws_temp_file_error(err, dir);
    free(path);
    return fd;
}
