#include "pipeline/corpus/tell_quality.h"

enum ws_status ws_tell_quality(struct ws_quality *q, struct ws_document *d)
{
    struct ws_quality_result r;
    if (!ws_quality_judge(q, d->plain, &r) ||
        (r.annotate && !ws_quality_append(&r, d->members)))
        return WS_FATAL;
    if (r.reason)
        return ws_document_reject(d, r.reason, ws_metric_names[r.metric], r.value, r.threshold);
    if (!r.changed)
        return WS_OK;
    if (r.text.n == 0)
        return ws_document_reject(d, WS_REJECT_NO_LINES, ws_metric_names[WS_METRIC_CHARS], 0,
                                  0);
    d->plain = r.text;
    if (!d->markdown && !d->article->n_blocks)
        d->article->text = r.text;
    return WS_OK;
}
