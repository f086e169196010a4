# Judges the apps' contracts with the JSON Schema that the standard's own Python package brings, in the versions named
# here, kept in the user's cache folder and installed where they are missing: that takes Python with venv. Offline once
# installed. Sourced by .ci/run, whose `step` it uses.

odcs="${XDG_CACHE_HOME:-$HOME/.cache}/sluice-tools/odcs-3.2.0"

install_odcs() {
  "$odcs/bin/python" -c 'import open_data_contract_standard, jsonschema, yaml' && return
  python3 -m venv --clear "$odcs" &&
    "$odcs/bin/pip" install open-data-contract-standard==3.2.0 jsonschema==4.26.0 PyYAML==6.0.3
}

step 'install the validator of the data contract standard' install_odcs &&
  step 'the contracts keep the standard' "$odcs/bin/python" .ci/validate-contracts.py
