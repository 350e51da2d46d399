# The files that tests/tui/crawl.c walks through: entries in every state. In the current folder; $PHIEU is the program,
# $PHIEU_SOURCE the source.
set -e
F=kg-khao-sat-2015
export PHIEU_TEST_CLOCK=1435200000 LC_ALL=C.UTF-8
seed=100
p() { # each call has random ids of its own; status 1: it is done, and there are errors in the answers
    seed=$((seed + 1))
    PHIEU_TEST_SEED=$seed "$PHIEU" "$@" --quiet >> log 2>&1 || [ $? -eq 1 ] || { cat log; exit 1; }
}
two() { # on another machine, of Bình
    XDG_STATE_HOME=$PWD/two p "$@" --author Bình
}
mkdir -p forms media/usb strange
cp "$PHIEU_SOURCE"/forms/$F.yaml "$PHIEU_SOURCE"/tests/screens/language.yaml "$PHIEU_SOURCE"/tests/screens/fixed.yaml forms
export PHIEU_FORMS=$PWD/forms
cp "$PHIEU_SOURCE"/tests/screens/survey.json full.json
printf '%s' '{"bi_thu":"Nguyễn Thị Phượng","i_van_de_dat_ra":"Một.","phu_luc":[{"_row":"aaaaaaaaaaaaaaaa","ten_loai_hinh":"Tổ góp vốn","so_mo_hinh":20,"tl_den_2010":13,"tl_sau_2010":8}]}' > base.json
sed 's/Phượng/Bảy/; s/Một/Một, sửa/; s/:20,/:21,/' base.json > a.json
sed 's/Phượng/Cúc/; s/Một/Một, khác/; s/:20,/:22,/' base.json > b.json

# drafts here, and copies that another machine works in
for u in an_bien an_minh rach_gia; do
    p enter rich.db --form $F --unit kg_$u --as kg_$u/youth --author An --from base.json
done
cp rich.db b.db
for u in an_bien an_minh; do
    p enter rich.db --entry $F/kg_$u --as kg_$u/youth --author An --from a.json
    two enter b.db --entry $F/kg_$u --as kg_$u/youth --from b.json
done
two enter b.db --form $F --unit kg_giong_rieng --as kg_giong_rieng/youth --from base.json
p enter rich.db --form $F --unit kg_giong_rieng --as kg_giong_rieng/youth --author An --from base.json
# what is submitted, returned, accepted, commented, withdrawn
for u in chau_thanh tan_hiep go_quao ha_tien; do
    p enter rich.db --form $F --unit kg_$u --as kg_$u/youth --author An --from full.json --submit
done
T="--as kg_tinh_doan --author Tỉnh"
p comment rich.db $F/kg_tan_hiep iii1_tuyen_truyen_giao_duc "Cho số liệu cụ thể." $T
p return rich.db $F/kg_tan_hiep --reason "Thiếu số liệu." $T
p accept rich.db $F/kg_go_quao $T
p withdraw rich.db $F/kg_ha_tien --as kg_ha_tien/youth --author An
# complete, with a warning that asks before it is submitted
sed 's/"ng_doan_vien": 150/"ng_doan_vien": 1/; s/"ng_quan_chung": 30/"ng_quan_chung": 1/; s/"ng_dang_vien": 12/"ng_dang_vien": 1/' full.json > warned.json
p enter rich.db --form $F --unit kg_hon_dat --as kg_hon_dat/youth --author An --from warned.json
# begun elsewhere and never ended; what another machine made comes in
printf 'Enter type:dang keys' > unfinished.keys
sed -i 's/ keys//' unfinished.keys
XDG_STATE_HOME=$PWD/two p keys b.db unfinished.keys --as kg_an_bien/youth --author Bình
p merge rich.db b.db
# files to take in, one of them with a form from elsewhere; something lost that the safety store still has
two copy b.db media/usb/b.db
sed "s/^form: .*/form: la/; s/^short_title: .*/short_title: {vi: Phiếu lạ, en: Strange form}/" forms/$F.yaml > strange/la.yaml
PHIEU_FORMS=$PWD/strange two enter media/usb/la.db --as kg_an_minh/youth --form la --unit kg_an_minh --from base.json
cp rich.db lost.db
printf '{"so_nu": 3, "tong_so": 10}' > trial.json
p enter rich.db --form thu-ngon-ngu --unit kg_an_bien --period 2015 --as kg_an_bien/youth --author An --from trial.json
cp rich.db forms.db
p merge forms.db media/usb/la.db
