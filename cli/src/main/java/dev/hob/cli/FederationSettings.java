package dev.hob.cli;

import dev.hob.federation.actor.Home;
import dev.hob.federation.inbox.Limits;
import dev.hob.node.outside.Policy;

/// How this node speaks with other servers.
///
/// @param home what all its ids begin with
/// @param policy where it may ask
/// @param limits how much may be sent to it
/// @param authorizedFetch whether documents are shown only to whoever signs the request
record FederationSettings(Home home, Policy policy, Limits limits, boolean authorizedFetch) {}
