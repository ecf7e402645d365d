# The lists of deploy/topology.json for ./rma. What stands between `# for …` and `# end` is written by
# RMA_ACCEPT_SNAPSHOTS=1 dotnet test tests/Rma.Platform.Tests --filter Topology
# shellcheck shell=bash
# shellcheck disable=SC2034  # read in the other parts

# for the platform: SERVICES=(@services@)
SERVICES=(issuance receiving repair credit console)
# end

# for the platform: BROKER_USERS=(@users@)
BROKER_USERS=(issuance receiving repair credit console feed finance operator monitor)
# end

declare -A PROJECTS=(
    # for each service: [@name@]=@project@
    [issuance]=Rma.Issuance
    [receiving]=Rma.Receiving
    [repair]=Rma.Repair
    [credit]=Rma.Credit
    [console]=Rma.Console
    # end
)
