
# git's own completion calls this function for `git hone`; it presents the words as if `git-hone` had been typed.
_git_hone() {
  local i words=(git-hone)
  for ((i = 0; i < ${#COMP_WORDS[@]}; i++)); do
    if [[ ${COMP_WORDS[i]} == hone ]]; then
      words+=("${COMP_WORDS[@]:i+1}")
      break
    fi
  done
  COMP_CWORD=$((COMP_CWORD - i))
  COMP_WORDS=("${words[@]}")
  _git-hone
}
