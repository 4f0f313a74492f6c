#include "pipeline/extract/text/mail.h"

#include <string.h>

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The first byte is the key, the others are the address, each xor the key. */
size_t ws_mail_decode(struct ws_slice hex, uint8_t out[WS_MAIL_MAX])
{
    int key = -1;
    size_t n = 0;
    if (hex.n % 2 || hex.n < 4 || hex.n / 2 - 1 > WS_MAIL_MAX)
        return 0;
    for (size_t i = 0; i < hex.n; i += 2) {
        int high = hex_digit(hex.p[i]), low = hex_digit(hex.p[i + 1]);
        if (high < 0 || low < 0)
            return 0;
        int byte = high << 4 | low;
        if (key < 0) {
            key = byte;
            continue;
        }
        byte ^= key;
        if (byte <= ' ' || byte >= 0x7f) /* an address in other letters would have to be checked */
            return 0;
        out[n++] = (uint8_t)byte;
    }
    return memchr(out, '@', n) ? n : 0;
}
