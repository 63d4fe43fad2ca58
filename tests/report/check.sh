#!/usr/bin/env bash
# What other people's tools say of the customer's copies: poppler, OpenSSL, and veraPDF.
#
#   tests/report/check.sh FOLDER CLASSES
#
# FOLDER holds the copies and organisation.pem, as the test `a_copy_is_read_back…` of crates/report leaves them;
# CLASSES holds veraPDF's jars and the compiled Validate. One line a check: `check NAME: ok` or `check NAME: failed`.
set -uo pipefail
readonly folder=$1 classes=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

check() {
  local name=$1
  shift
  if "$@"; then
    echo "check $name: ok"
  else
    echo "  $copy"
    echo "check $name: failed"
    status=1
  fi
}

# Every font is embedded, as a subset, with the way back to its characters.
fonts() {
  pdffonts "$copy" | awk 'NR > 2 { rows++; n = NF; if ($(n-4) != "yes" || $(n-3) != "yes" || $(n-2) != "yes") bad++ }
    END { exit !(rows > 0 && !bad) }'
}

text() {
  pdftotext "$copy" - >"$work/text" &&
    grep -q '王小川' "$work/text" && amount
}

# Every copy that is about money says how much, in digits and in capitals.
amount() {
  case $copy in
  */custody-*) ;;
  */options-*) grep -q '¥150.00' "$work/text" && grep -q '人民币壹佰伍拾元整' "$work/text" ;;
  */agreement-*) grep -q '¥600.00' "$work/text" && grep -q '人民币陆佰元整' "$work/text" ;;
  *) grep -q '¥155.00' "$work/text" && grep -q '人民币壹佰伍拾伍元整' "$work/text" ;;
  esac
}

attachments() {
  pdfdetach -list "$copy" >"$work/list" && grep -q '^3 embedded files' "$work/list" &&
    pdfdetach -savefile statement.jws -o "$work/statement.jws" "$copy" &&
    grep -Eq '^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$' "$work/statement.jws" &&
    pdfdetach -savefile certificates.pem -o "$work/certificates.pem" "$copy" &&
    openssl verify -CAfile "$folder/organisation.pem" "$work/certificates.pem" >/dev/null
}

signature() {
  pdfsig "$copy" >"$work/signature" 2>/dev/null
  grep -q 'Signature is Valid' "$work/signature" && grep -q 'Total document signed' "$work/signature" &&
    grep -q 'ETSI.CAdES.detached' "$work/signature"
}

# The signature once more, taken out of the file by hand: OpenSSL trusts the organisation's key alone.
cms() {
  local range start before after length digits
  range=$(LC_ALL=C grep -ao '/ByteRange\[[0-9 ]*\]' "$copy" | tail -1)
  read -r start before after length < <(tr -dc '0-9 ' <<<"$range")
  [ "$start" = 0 ] && [ $((after + length)) -eq "$(stat -c %s "$copy")" ] || return 1
  { head -c "$before" "$copy"; tail -c "$length" "$copy"; } >"$work/signed"
  digits=$(head -c $((after - 1)) "$copy" | tail -c +$((before + 2)))
  xxd -r -p <<<"$digits" >"$work/cms"
  openssl cms -verify -binary -inform DER -in "$work/cms" -content "$work/signed" -purpose any \
    -CAfile "$folder/organisation.pem" -out /dev/null 2>"$work/said" || { cat "$work/said"; return 1; }
  # It must not fit another content.
  printf x >>"$work/signed"
  ! openssl cms -verify -binary -inform DER -in "$work/cms" -content "$work/signed" -purpose any \
    -CAfile "$folder/organisation.pem" -out /dev/null 2>/dev/null
}

syntax() {
  qpdf --check "$copy" >"$work/syntax" 2>&1 || { cat "$work/syntax"; return 1; }
}

count=0
for copy in "$folder"/*.pdf; do
  [ -e "$copy" ] || break
  count=$((count + 1))
  for what in fonts text attachments signature cms syntax; do check "$what" "$what"; done
done
echo "$count copies"
[ "$count" -gt 0 ] || exit 1
java -cp "$classes:$classes/*" Validate 3a,ua1 "$folder"/*.pdf || status=1
exit "$status"
