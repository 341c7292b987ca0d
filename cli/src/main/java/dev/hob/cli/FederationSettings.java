package dev.hob.cli;

import dev.hob.federation.actor.Home;
import dev.hob.node.outside.Policy;

/// How this node speaks with other servers.
///
/// @param home what all its ids begin with
/// @param policy where it may ask
record FederationSettings(Home home, Policy policy) {}
