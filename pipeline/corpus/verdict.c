#include "pipeline/corpus/document.h"
#include "pipeline/output/json.h"

#include <math.h>
#include <stdio.h>

/* A number that reads back as it is, with a decimal point: a key has one type. */
static void put_real(struct ws_json *j, const char *key, double value)
{
    char text[40];
    ws_json_raw(j, key);
    snprintf(text, sizeof text, isfinite(value) ? "%.17g" : "0.0", value);
    for (int precision = 6; precision < 17 && isfinite(value); precision++) {
        char shorter[40];
        double back;
        snprintf(shorter, sizeof shorter, "%.*g", precision, value);
        if (sscanf(shorter, "%lf", &back) == 1 && back == value) {
            snprintf(text, sizeof text, "%s", shorter);
            break;
        }
    }
    ws_json_raw(j, text);
    bool is_plain = true;
    for (const char *p = text; *p; p++)
        is_plain = is_plain && *p != '.' && *p != 'e';
    ws_json_raw(j, is_plain ? ".0" : "");
}

bool ws_verdict_append(const struct ws_verdict *v, struct ws_buf *members)
{
    struct ws_json j = {.out = members, .ok = true};
    ws_json_put_cstr(&j, ",\"reject_reason\":", ws_reject_name(v->reason));
    ws_json_put_cstr(&j, ",\"reject_metric\":", v->metric ? v->metric : "");
    put_real(&j, ",\"reject_value\":", v->value);
    put_real(&j, ",\"reject_threshold\":", v->threshold);
    return j.ok;
}

/* FNV-1a, and its bits mixed (the finalizer of MurmurHash3): addresses of one host differ in their last bytes. */
bool ws_reject_is_sampled(const struct ws_corpus_options *o, struct ws_slice url)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < url.n; i++)
        h = (h ^ url.p[i]) * UINT64_C(0x100000001b3);
    h = (h ^ (h >> 33)) * UINT64_C(0xff51afd7ed558ccd);
    h = (h ^ (h >> 33)) * UINT64_C(0xc4ceb9fe1a85ec53);
    h ^= h >> 33;
    return (double)(h >> 11) < o->rejects_rate * 9007199254740992.0; /* of 2^53 values */
}
