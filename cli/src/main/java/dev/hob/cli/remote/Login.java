package dev.hob.cli.remote;

import dev.hob.keys.Secret;
import java.util.Optional;

/// An account at a node and the token that proves it.
///
/// @param tokenName what the token is called there; none when it came from elsewhere
/// @param allowHttp whether the token may travel where others can read along
/// @param device what this computer signs with; none when the node has not linked it
public record Login(
        NodeUrl node,
        String account,
        Secret token,
        Optional<String> tokenName,
        boolean allowHttp,
        Optional<Device> device) {
    public Login(NodeUrl node, String account, Secret token, Optional<String> tokenName, boolean allowHttp) {
        this(node, account, token, tokenName, allowHttp, Optional.empty());
    }

    public Login with(Device other) {
        return new Login(node, account, token, tokenName, allowHttp, Optional.of(other));
    }

    /// What this computer signs with; a command that needs it ends without it.
    public Device mustSign() {
        return device.orElseThrow(() -> new Unable(
                "this computer has no key at " + node + " to sign with: hob login " + node + ", with your password"));
    }
}
