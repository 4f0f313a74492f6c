#include "pipeline/run/inputs_list.h"
#include "pipeline/output/attempt_id.h"
#include "pipeline/output/outfile.h"
#include "pipeline/output/sha256.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool ws_inputs_list(const struct ws_inputs *in, struct ws_buf *text)
{
    bool ok = true;
    for (size_t i = 0; ok && i < in->n; i++)
        ok = ws_buf_append(text, in->list[i].path, strlen(in->list[i].path)) &&
             ws_buf_append(text, "\n", 1);
    return ok;
}

static bool hash_text(const struct ws_buf *text, char hex[WS_SHA256_HEX])
{
    struct ws_sha256 *h = ws_sha256_new();
    if (h)
        ws_sha256_add(h, text->p, text->n);
    bool ok = h && ws_sha256_hex(h, hex);
    ws_sha256_free(h);
    return ok;
}

enum ws_status ws_inputs_publish_list(const struct ws_buf *list, int dir_fd,
                                      struct ws_error *err)
{
    char file[64], hex[WS_SHA256_HEX], host[WS_MACHINE_MAX], id[WS_ATTEMPT_ID_MAX];
    enum ws_status st = WS_OK;
    if (!hash_text(list, hex)) {
        ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
        st = WS_FATAL;
    } else {
        snprintf(file, sizeof file, "warcsift-inputs-%.16s.txt", hex);
        ws_machine_name(host);
        ws_attempt_id(id, host, 0);
        if (faccessat(dir_fd, file, F_OK, 0) != 0)
            st = ws_outfile_put(dir_fd, file, id, list->p, list->n, err);
    }
    return st;
}
