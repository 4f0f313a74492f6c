/* row.h - sixteen bytes at a time, for loops that compilers turn into vector code: test them all, go on behind
 * those that passed. */
#ifndef WARCSIFT_ROW_H
#define WARCSIFT_ROW_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define WS_ROW 16

/* Where the first byte is that is not 0; WS_ROW: all are. */
static inline size_t ws_row_first(const uint8_t row[WS_ROW])
{
    uint64_t half[2];
    memcpy(half, row, sizeof half);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return half[0]   ? (size_t)__builtin_ctzll(half[0]) / 8
           : half[1] ? 8 + (size_t)__builtin_ctzll(half[1]) / 8
                     : WS_ROW;
#else
    return half[0]   ? (size_t)__builtin_clzll(half[0]) / 8
           : half[1] ? 8 + (size_t)__builtin_clzll(half[1]) / 8
                     : WS_ROW;
#endif
}

#endif
