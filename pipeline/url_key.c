#include "pipeline/url_key.h"
#include "pipeline/surt.h"

#include <string.h>
#include <xxhash.h>

bool ws_url_key(struct ws_slice url, struct ws_buf *work, uint8_t key[WS_URL_KEY_SIZE])
{
    XXH128_canonical_t canonical;
    work->n = 0;
    if (!ws_surt_page(url, work))
        return false;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(work->p, work->n));
    memcpy(key, canonical.digest, WS_URL_KEY_SIZE);
    return true;
}
