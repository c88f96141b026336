
# git's own completion loads this file for `git hone` and calls this function; it goes on as if `git-hone` had been typed.
_git_hone() {
  # git asks for no blank behind its words, and does not say that words may be files, which are quoted then.
  compopt +o nospace -o filenames 2>/dev/null
  local i words=(git-hone)
  for ((i = 1; i < ${#COMP_WORDS[@]}; i++)); do
    [[ ${COMP_WORDS[i]} == hone ]] && break
  done
  words+=("${COMP_WORDS[@]:i+1}")
  local COMP_CWORD=$((COMP_CWORD - i)) COMP_LINE="${words[*]}"
  local COMP_WORDS=("${words[@]}") COMP_POINT=${#COMP_LINE}
  _git-hone git-hone "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
}
