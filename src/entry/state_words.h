#ifndef PHIEU_ENTRY_STATE_WORDS_H
#define PHIEU_ENTRY_STATE_WORDS_H
/* What became of an entry, in words for people: "Đã nộp · cấp dưới đã duyệt, chờ Tỉnh Đoàn". */
#include "entry/session.h"

/* The state and all that goes with it; freshly allocated. */
char *session_state_words(struct session *s, const struct entry_row *row);
/* Only what goes with it ("" mostly). */
char *session_flag_words(struct session *s, const struct entry_row *row);

#endif
