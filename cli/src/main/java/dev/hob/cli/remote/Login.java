package dev.hob.cli.remote;

import dev.hob.keys.Secret;
import java.util.Optional;

/// An account at a node and the token that proves it.
///
/// @param tokenName what the token is called there; none when it came from elsewhere
/// @param allowHttp whether the token may travel where others can read along
public record Login(NodeUrl node, String account, Secret token, Optional<String> tokenName, boolean allowHttp) {}
