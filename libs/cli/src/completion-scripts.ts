/**
 * What a shell sources to complete `sluice`. Each hands the words up to the cursor, one by one and never evaluated, to
 * `sluice complete --` and offers the lines that come back: a word, a tab, a description; a line with a colon in front is not
 * for the operator. Where nothing comes back, files are offered.
 */
export const completionScripts: Readonly<Record<string, string>> = {
  bash: `# source <(sluice completion bash)
_sluice() {
  local line word current="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  while IFS= read -r line; do
    word="\${line%%$'\\t'*}"
    if [[ -n "$word" && "$word" != :* && "$word" == "$current"* ]]; then COMPREPLY+=("$word"); fi
  done < <("\${COMP_WORDS[0]}" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _sluice sluice`,
  zsh: `#compdef sluice
# source <(sluice completion zsh), or put it into a folder of $fpath as _sluice
_sluice() {
  local line
  local -a offers
  for line in "\${(@f)$("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ -n "$line" && "$line" != :* ]]; then offers+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}"); fi
  done
  if (( \${#offers} )); then _describe sluice offers; else _files; fi
}
if [[ "\${funcstack[1]}" == _sluice ]]; then _sluice "$@"; else compdef _sluice sluice; fi`,
  fish: `# sluice completion fish | source
function __sluice_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l program $words[1]
  set -e words[1]
  $program complete -- $words "$current" 2>/dev/null | string match --invert --regex '^:'
end
complete -c sluice -f -n 'test (count (__sluice_complete)) -gt 0' -a '(__sluice_complete)'`,
};
