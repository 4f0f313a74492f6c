#include "pipeline/extract/lexicon/lexicon_text.h"

uint32_t ws_lexicon_fold_wide(uint32_t c)
{
    if (c < 0x100)
        return c == 0xa0 ? ' ' : c >= 0xc0 && c <= 0xde && c != 0xd7 ? c + 0x20 : c;
    if (c < 0x180) {
        bool odd_is_small = c < 0x138 || (c >= 0x14a && c < 0x178);
        if (c == 0x130)
            return 'i';
        return c == 0x178 ? 0xff : (c & 1) != odd_is_small && c != 0x138 && c != 0x149 ? c + 1 : c;
    }
    if (c >= 0x386 && c <= 0x3c2) {
        static const uint8_t ACCENTED[] = {0xac, 0, 0xad, 0xae, 0xaf, 0, 0xcc, 0, 0xcd, 0xce};
        if (c <= 0x38f && ACCENTED[c - 0x386])
            return 0x300u + ACCENTED[c - 0x386];
        return c == 0x3c2 ? 0x3c3 : c >= 0x391 && c <= 0x3ab ? c + 0x20 : c;
    }
    if (c >= 0x400 && c < 0x500) {
        c = c < 0x410 ? c + 0x50 : c < 0x430 ? c + 0x20 : c == 0x490 ? 0x491 : c;
        return c == 0x451 ? 0x435 : c; /* Russian yo is mostly written as ye */
    }
    if ((c >= 0x218 && c < 0x234) || (c >= 0x1e00 && c < 0x1f00)) /* Romanian; Vietnamese */
        return c >= 0x1e96 && c < 0x1ea0 ? c : c | 1;
    if (c == 0x1a0 || c == 0x1af)
        return c + 1;
    return c == 0x2019 ? '\'' : c;
}

uint32_t ws_lexicon_hash(const uint8_t *p, const uint8_t *end)
{
    uint32_t h = WS_HASH_START;
    while (p < end)
        h = (h ^ ws_lexicon_next(&p, end)) * WS_HASH_PRIME;
    return h ? h : 1;
}
