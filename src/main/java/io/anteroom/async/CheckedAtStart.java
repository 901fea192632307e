package io.anteroom.async;

import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * A bean that checks settings while it is made: with one line for each fault, it throws {@link
 * ConfigurationException} or tells {@link SettingFaults}. All are made before the database is
 * touched, and all faults are told together.
 */
public interface CheckedAtStart {}
