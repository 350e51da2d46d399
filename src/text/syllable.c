#include "text/syllable.h"

#include <stdint.h>
#include <string.h>

enum onset_kind {
    ONSET_PLAIN,
    ONSET_Q,       /* waits for its u */
    ONSET_QU,
    ONSET_G,       /* with i as nucleus: gì, gìn */
    ONSET_GI,
    ONSET_K,       /* before e, ê, i, y; before others in names (Kông, Kơ) */
    ONSET_RARE,    /* typed, but never a finished syllable */
    ONSET_HIGHLAND, /* finished when the vowel has a mark: Krông, Srô */
    ONSET_NAMED    /* English too (plus, brown): only where a known name begins like that */
};

struct onset {
    char name[4];
    enum onset_kind kind;
};

enum { OPEN = 1, CLOSED = 2 }; /* a finished syllable without, with a coda */

struct nucleus {
    char name[4];
    uint16_t codas;
    uint8_t finished;
};

static const struct onset no_onset = {"", ONSET_PLAIN};

static const struct onset onsets[] = {
    {"b", ONSET_PLAIN},    {"c", ONSET_PLAIN},    {"ch", ONSET_PLAIN},  {"d", ONSET_PLAIN},
    {"D", ONSET_PLAIN},    {"dz", ONSET_PLAIN},   {"g", ONSET_G},       {"gh", ONSET_PLAIN},
    {"gi", ONSET_GI},      {"h", ONSET_PLAIN},    {"k", ONSET_K},       {"kh", ONSET_PLAIN},
    {"l", ONSET_PLAIN},    {"m", ONSET_PLAIN},    {"n", ONSET_PLAIN},   {"ng", ONSET_PLAIN},
    {"ngh", ONSET_PLAIN},  {"nh", ONSET_PLAIN},   {"p", ONSET_PLAIN},   {"ph", ONSET_PLAIN},
    {"q", ONSET_Q},        {"qu", ONSET_QU},      {"r", ONSET_PLAIN},   {"s", ONSET_PLAIN},
    {"t", ONSET_PLAIN},    {"th", ONSET_PLAIN},   {"tr", ONSET_PLAIN},  {"v", ONSET_PLAIN},
    {"x", ONSET_PLAIN},    {"z", ONSET_PLAIN},    {"f", ONSET_RARE},    {"j", ONSET_RARE},
    {"w", ONSET_RARE},     {"kr", ONSET_HIGHLAND}, {"kl", ONSET_HIGHLAND},
    {"Dr", ONSET_HIGHLAND}, {"hr", ONSET_HIGHLAND}, {"hl", ONSET_HIGHLAND},
    {"ml", ONSET_HIGHLAND}, {"mr", ONSET_HIGHLAND}, {"sr", ONSET_HIGHLAND},
    {"tl", ONSET_HIGHLAND}, {"dl", ONSET_HIGHLAND}, {"chr", ONSET_HIGHLAND},
    {"bh", ONSET_HIGHLAND}, {"hb", ONSET_HIGHLAND}, {"hd", ONSET_HIGHLAND}, {"hm", ONSET_HIGHLAND},
    {"jl", ONSET_HIGHLAND}, {"kb", ONSET_HIGHLAND}, {"kd", ONSET_HIGHLAND}, {"km", ONSET_HIGHLAND},
    {"kp", ONSET_HIGHLAND}, {"pn", ONSET_HIGHLAND}, {"rc", ONSET_HIGHLAND}, {"rs", ONSET_HIGHLAND},
    {"rv", ONSET_HIGHLAND}, {"xt", ONSET_HIGHLAND}, {"st", ONSET_NAMED},
    {"bl", ONSET_NAMED},   {"br", ONSET_NAMED},   {"dr", ONSET_NAMED},  {"gl", ONSET_NAMED},
    {"gr", ONSET_NAMED},   {"kn", ONSET_NAMED},   {"pl", ONSET_NAMED},  {"pr", ONSET_NAMED},
};

#define BIT(c) (1u << CODA_##c)
#define C BIT(C)
#define CH BIT(CH)
#define M BIT(M)
#define N BIT(N)
#define NG BIT(NG)
#define NH BIT(NH)
#define P BIT(P)
#define T BIT(T)

/* Nuclei with finished = 0 only wait for a mark: ie for iê, uo for uô, uơ or ươ. */
static const struct nucleus nuclei[] = {
    {"a", C | CH | M | N | NG | NH | P | T, OPEN | CLOSED},
    {"A", C | M | N | NG | P | T, OPEN | CLOSED},
    {"W", C | M | N | NG | P | T, OPEN | CLOSED},
    {"e", C | CH | M | N | NG | NH | P | T, OPEN | CLOSED},
    {"E", C | CH | M | N | NH | P | T, OPEN | CLOSED},
    {"i", C | CH | M | N | NH | P | T, OPEN | CLOSED},
    {"o", C | M | N | NG | P | T, OPEN | CLOSED},
    {"O", C | M | N | NG | P | T, OPEN | CLOSED},
    {"Q", C | M | N | NG | P | T, OPEN | CLOSED},
    {"u", C | M | N | NG | P | T, OPEN | CLOSED},
    {"U", C | M | N | NG | P | T, OPEN | CLOSED},
    {"y", T, OPEN | CLOSED},
    {"ai", 0, OPEN}, {"ao", 0, OPEN}, {"au", 0, OPEN}, {"ay", 0, OPEN},
    {"Au", 0, OPEN}, {"Ay", 0, OPEN}, {"eo", 0, OPEN}, {"eu", 0, 0},
    {"Eu", 0, OPEN}, {"ia", 0, OPEN}, {"iu", 0, OPEN}, {"oi", 0, OPEN},
    {"Oi", 0, OPEN}, {"Qi", 0, OPEN}, {"ui", 0, OPEN}, {"Ua", 0, OPEN},
    {"Ui", 0, OPEN}, {"Uu", 0, OPEN}, {"uu", 0, 0},
    {"ie", C | M | N | NG | P | T, 0},
    {"iE", C | M | N | NG | P | T, OPEN | CLOSED},
    {"oa", C | CH | M | N | NG | NH | P | T, OPEN | CLOSED},
    {"oW", C | M | N | NG | P | T, OPEN | CLOSED},
    {"oe", N | T, OPEN | CLOSED},
    {"oo", C | N | NG, CLOSED},
    {"ua", N | NG | T, OPEN | CLOSED},
    {"uA", N | NG | T, OPEN | CLOSED},
    {"uW", N | NG, CLOSED},
    {"ue", C | CH | N | NH, 0},
    {"uE", C | CH | N | NH, OPEN | CLOSED},
    {"uo", C | M | N | NG | P | T, 0},
    {"uO", C | M | N | NG | T, OPEN | CLOSED},
    {"uQ", 0, OPEN},
    {"Uo", 0, 0},
    {"UQ", C | M | N | NG | P | T, OPEN | CLOSED},
    {"uy", C | CH | N | NH | P | T, OPEN | CLOSED},
    {"ye", M | N | NG | P | T, 0},
    {"yE", M | N | NG | T, OPEN | CLOSED},
    {"ieu", 0, 0}, {"iEu", 0, OPEN}, {"oai", 0, OPEN}, {"oao", 0, OPEN},
    {"oay", 0, OPEN}, {"oeo", 0, OPEN}, {"uay", 0, 0}, {"uAy", 0, OPEN},
    {"uoi", 0, 0}, {"uou", 0, 0}, {"uOi", 0, OPEN}, {"uya", 0, OPEN},
    {"uye", N | T, 0}, {"uyE", N | T, OPEN | CLOSED}, {"uyu", 0, OPEN},
    {"Uoi", 0, 0}, {"Uou", 0, 0}, {"UQi", 0, OPEN}, {"UQu", 0, OPEN},
    {"yeu", 0, 0}, {"yEu", 0, OPEN},
};

static const uint16_t quy_codas = C | CH | N | NH | P | T;

#undef C
#undef CH
#undef M
#undef N
#undef NG
#undef NH
#undef P
#undef T

static const struct {
    char name[3];
    enum coda coda;
} codas[] = {
    {"c", CODA_C}, {"ch", CODA_CH}, {"m", CODA_M}, {"n", CODA_N}, {"ng", CODA_NG},
    {"nh", CODA_NH}, {"p", CODA_P}, {"t", CODA_T}, {"k", CODA_K},
};

/* Syllables of highland place names, and a few words, that the tables do not allow. */
static const char *const names[] = {
    "blO", "blOng", "blU", "brOng", "buk", "chrOh", "cuOr", "drOng", "drWm", "drWng", "glOng",
    "grOng", "hroa", "hru", "jQ", "ka", "knOp", "krai", "kroa", "kuEh", "lak", "ngoem",
    "piQr", "plO", "plOng", "prOng", "proh", "puk", "pUh", "pWh", "reh", "srOnh", "sro", "teh",
    "trOk", "val", "choah", "khUQl", "kmWl", "nuOl",
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* Names that are, or begin, an English word (just, rook): only where they begin with a capital. */
static const char *const capital_names[] = {
    "brAu", "drEnh", "drO", "jOr", "jut", "krEl", "mOl", "pek", "puch", "rOk", "rOnh", "stiEng",
    "toh",
};

/* The codes of up to 3 letters, as a text padded with NULs; false when there are more. */
static bool letters_name(const struct letter *letters, size_t n, char out[4])
{
    memset(out, 0, 4);
    if (n > 3)
        return false;
    for (size_t i = 0; i < n; i++)
        out[i] = letters[i].code;
    return true;
}

static const struct onset *onset_find(const struct letter *letters, size_t n, bool strict)
{
    char name[4];
    if (!n)
        return &no_onset;
    if (!letters_name(letters, n, name))
        return NULL;
    for (size_t i = 0; i < COUNT(onsets); i++)
        if (!memcmp(onsets[i].name, name, 4))
            return !strict && onsets[i].kind >= ONSET_HIGHLAND ? NULL : &onsets[i];
    return NULL;
}

static const struct nucleus *nucleus_find(const struct letter *letters, size_t n)
{
    char name[4];
    if (!letters_name(letters, n, name))
        return NULL;
    for (size_t i = 0; i < COUNT(nuclei); i++)
        if (!memcmp(nuclei[i].name, name, 4))
            return &nuclei[i];
    return NULL;
}

static enum coda coda_find(const struct letter *letters, size_t n)
{
    char name[4];
    if (!n)
        return CODA_NONE;
    if (letters_name(letters, n, name))
        for (size_t i = 0; i < COUNT(codas); i++)
            if (!memcmp(codas[i].name, name, 3))
                return codas[i].coda;
    return CODA_RARE;
}

enum match { MATCH_WHOLE, MATCH_BEGIN, MATCH_UNMARKED }; /* unmarked: marks may still come */

static bool name_matches(const char *name, const struct letter *letters, size_t n, enum match match)
{
    size_t k = 0;
    while (k < n && name[k]
           && (name[k] == letters[k].code
               || (match == MATCH_UNMARKED && letter_plain(name[k]) == letters[k].code)))
        k++;
    return k == n && !(match == MATCH_WHOLE && name[k]);
}

static bool name_known(const struct letter *letters, size_t n, enum match match)
{
    for (size_t i = 0; i < COUNT(names); i++)
        if (name_matches(names[i], letters, n, match))
            return true;
    for (size_t i = 0; n && letters[0].upper && i < COUNT(capital_names); i++)
        if (name_matches(capital_names[i], letters, n, match))
            return true;
    return false;
}

static bool name_is(const char *name, const char *want)
{
    return !strcmp(name, want);
}

/* Coda k: Đắk and Ngọk with any vowel, else -ăk and -ơk; English has hawk and gawk. A plain a or o
 * may still become one of them. */
static bool k_fits(const struct syllable *s, bool finished)
{
    const char *onset = s->onset->name, *nucleus = s->nucleus->name;
    if (s->nucleus_len != 1)
        return false;
    if (name_is(onset, "D") || name_is(onset, "ng"))
        return true;
    if (!s->onset_len || name_is(onset, "h") || name_is(onset, "g"))
        return false;
    return strchr(finished ? "WQ" : "WQao", nucleus[0]);
}

static bool coda_fits(const struct syllable *s, bool finished)
{
    const char *nucleus = s->nucleus->name;
    if (s->coda == CODA_K)
        return k_fits(s, finished);
    if (finished && s->coda == CODA_N && (name_is(nucleus, "oo") || name_is(nucleus, "uW")))
        return false; /* only on the way to ng */
    if (s->onset->kind == ONSET_G && name_is(nucleus, "i"))
        return s->coda == CODA_N;
    if (s->onset->kind == ONSET_GI && name_is(nucleus, "E") && s->coda == CODA_NG)
        return true;
    if (s->onset->kind == ONSET_QU && name_is(nucleus, "y"))
        return quy_codas & 1u << s->coda;
    return s->nucleus->codas & 1u << s->coda;
}

static bool onset_fits(const struct syllable *s)
{
    char first = s->nucleus->name[0];
    if (name_is(s->nucleus->name, "uW") && !name_is(s->onset->name, "kh"))
        return false;
    switch (s->onset->kind) {
    case ONSET_Q:
        return false;
    case ONSET_QU:
        return letter_plain(first) != 'u';
    case ONSET_GI:
        return first != 'i';
    case ONSET_NAMED:
        return false;
    default:
        return true;
    }
}

static size_t onset_length(const struct letter *letters, size_t n)
{
    size_t len = 0;
    while (len < n && !letter_is_vowel(letters[len].code))
        len++;
    if (len != 1 || n < 2)
        return len;
    if (letters[0].code == 'q' && letters[1].code == 'u')
        return 2;
    if (letters[0].code == 'g' && letters[1].code == 'i' && n > 2
        && letter_is_vowel(letters[2].code))
        return 2;
    return len;
}

/* Cuts the letters in three; false when they cannot be cut so. */
static bool syllable_cut(const struct letter *letters, size_t n, bool strict, struct syllable *s)
{
    *s = (struct syllable){.onset_len = onset_length(letters, n)};
    size_t end = s->onset_len;
    while (end < n && letter_is_vowel(letters[end].code))
        end++;
    s->nucleus_len = end - s->onset_len;
    s->coda_len = n - end;
    s->onset = onset_find(letters, s->onset_len, strict);
    if (!s->onset)
        return false;
    if (!s->nucleus_len)
        return !s->coda_len;
    for (size_t i = end; i < n; i++)
        if (letter_is_vowel(letters[i].code))
            return false;
    s->nucleus = nucleus_find(letters + s->onset_len, s->nucleus_len);
    s->coda = coda_find(letters + end, s->coda_len);
    return s->nucleus;
}

bool syllable_parse(const struct letter *letters, size_t n, bool strict, struct syllable *ret)
{
    if (!syllable_cut(letters, n, strict, ret))
        return false;
    if (!ret->nucleus || (onset_fits(ret) && (!ret->coda_len || coda_fits(ret, false))))
        return true;
    return name_known(letters, n, MATCH_UNMARKED);
}

static bool nucleus_marked(const struct nucleus *nucleus)
{
    for (const char *p = nucleus->name; *p; p++)
        if (letter_plain(*p) != *p)
            return true;
    return false;
}

static bool onset_finished(const struct syllable *s)
{
    switch (s->onset->kind) {
    case ONSET_RARE:
    case ONSET_NAMED:
        return false;
    case ONSET_HIGHLAND:
        return nucleus_marked(s->nucleus);
    case ONSET_K:
        return strchr("eEiy", s->nucleus->name[0]) || nucleus_marked(s->nucleus);
    default:
        return true;
    }
}

static bool coda_stops(enum coda coda)
{
    return coda == CODA_C || coda == CODA_CH || coda == CODA_P || coda == CODA_T || coda == CODA_K;
}

static bool tone_fits(const struct syllable *s, enum tone tone)
{
    return !coda_stops(s->coda) || (tone != TONE_GRAVE && tone != TONE_HOOK && tone != TONE_TILDE);
}

static bool tones_fit(const struct syllable *s, const struct letter *letters, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!tone_fits(s, letters[i].tone))
            return false;
    return true;
}

bool syllable_possible(const struct letter *letters, size_t n)
{
    struct syllable s;
    if (!syllable_parse(letters, n, true, &s))
        return false;
    if (!s.nucleus)
        return true;
    if (!tones_fit(&s, letters, n))
        return false;
    if (name_known(letters, n, MATCH_WHOLE))
        return true;
    if (!onset_fits(&s) || !onset_finished(&s))
        return false;
    if (!s.coda_len)
        return s.nucleus->finished & OPEN;
    return s.nucleus->finished & CLOSED && coda_fits(&s, true);
}

bool syllable_takes(const struct syllable *s, const struct letter *letters, enum tone tone)
{
    size_t n = s->onset_len + s->nucleus_len + s->coda_len;
    if (!s->nucleus || !tone_fits(s, tone))
        return false;
    if (s->onset->kind >= ONSET_HIGHLAND && !nucleus_marked(s->nucleus))
        return name_known(letters, n, MATCH_BEGIN);
    if (name_is(s->nucleus->name, "oo") && !s->coda_len)
        return false;
    if (s->coda == CODA_K)
        return k_fits(s, true) || name_known(letters, n, MATCH_WHOLE);
    return true;
}

const char *syllable_onset(const struct syllable *s)
{
    return s->onset->name;
}

const char *syllable_nucleus(const struct syllable *s)
{
    return s->nucleus->name;
}

size_t syllable_tone_place(const struct syllable *s, bool new_style)
{
    const char *name = s->nucleus->name;
    size_t at = s->onset_len;
    if (s->nucleus_len == 1)
        return at;
    if (name[0] == 'U' && name[1] == 'Q')
        return at + 1;
    for (size_t i = 0; i < s->nucleus_len; i++)
        if (letter_plain(name[i]) != name[i])
            return at + i;
    if (s->nucleus_len == 3 || s->coda_len)
        return at + 1;
    bool glide = name_is(name, "oa") || name_is(name, "oe") || name_is(name, "uy");
    return at + (new_style && glide);
}
