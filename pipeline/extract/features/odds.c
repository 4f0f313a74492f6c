#include "pipeline/extract/features/odds.h"

#define WHOLE_WORDS 8

uint32_t ws_whole_token(const uint32_t *word, uint32_t n)
{
    uint32_t token = 0;
    for (uint32_t i = 0; i < n && n <= WHOLE_WORDS; i++)
        token = ws_token_mix(token * 31 + word[i] + 1);
    return token;
}
