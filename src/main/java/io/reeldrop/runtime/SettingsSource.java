package io.reeldrop.runtime;

import io.reeldrop.job.Store;
import org.apache.camel.Ordered;
import org.apache.camel.spi.PropertiesSource;

/** The settings in force, as placeholders in routes find them. API keys are none of the routes' business. */
final class SettingsSource implements PropertiesSource, Ordered {

    private final Supply supply;

    SettingsSource(Supply supply) {
        this.supply = supply;
    }

    @Override
    public String getName() {
        return "reeldrop";
    }

    @Override
    public String getProperty(String name) {
        if (name.equals("reeldrop.store.kind")) {
            return Store.kind(supply.settings().get("reeldrop.store.url"));
        }
        boolean others = name.startsWith("camel.") || name.startsWith("spring.");
        return others || Catalogue.secret(name) ? null : supply.settings().all().get(name);
    }

    @Override
    public int getOrder() {
        return HIGHEST;
    }
}
