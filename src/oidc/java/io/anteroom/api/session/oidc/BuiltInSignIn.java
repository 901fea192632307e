package io.anteroom.api.session.oidc;

import io.anteroom.account.ProviderSignIn;
import jakarta.inject.Singleton;

/** Says that this build has it. */
@Singleton
class BuiltInSignIn implements ProviderSignIn {}
