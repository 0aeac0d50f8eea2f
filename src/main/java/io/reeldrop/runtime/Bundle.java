package io.reeldrop.runtime;

import io.reeldrop.gateway.Accounts;
import io.reeldrop.job.Node;
import io.reeldrop.job.Seat;
import io.reeldrop.job.Store;
import io.reeldrop.storage.Storages;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Gives a Camel context what the routes refer to: the settings, the store, the accounts. Camel finds it on the class path and calls it
 * early, in Camel Main and in Spring Boot alike; nothing is read or opened before a route asks for it.
 */
public final class Bundle implements ContextServicePlugin {

    @Override
    public void load(CamelContext context) {
        Registry registry = context.getRegistry();
        Supply supply = new Supply(context);
        registry.bind("store", Store.class, () -> supply.foundation().store());
        // By no other name or type: an application's own data source, or S3 client, goes by those.
        registry.bind("storeDataSource", Object.class, () -> supply.foundation().store().dataSource());
        registry.bind("node", Node.class, () -> supply.foundation().node());
        registry.bind("seat", Seat.class, () -> supply.foundation().seat());
        registry.bind("accounts", Accounts.class, () -> supply.foundation().accounts());
        registry.bind("storages", Storages.class, () -> new Storages(supply.foundation().s3()));
        registry.bind("placesS3", Object.class, () -> supply.foundation().s3().client());
        registry.bind("eventsSqs", Object.class, () -> supply.foundation().sqs().client());
        registry.bind("eventsSqsReceiver", Object.class, () -> supply.foundation().sqs().receiver());
        context.addLifecycleStrategy(new LifecycleStrategySupport() {

            @Override
            public void onServiceAdd(CamelContext added, Service service, Route route) {
                // Spring Boot brings properties of its own, after this.
                if (service instanceof PropertiesComponent properties) {
                    settle(properties, supply);
                }
            }

            @Override
            public void onContextStopping(CamelContext stopping) {
                supply.hangUp();
            }

            @Override
            public void onContextStopped(CamelContext stopped) {
                supply.close();
            }
        });
        // Camel Main has them by now.
        PropertiesComponent properties = context.hasService(PropertiesComponent.class);
        if (properties != null) {
            settle(properties, supply);
        }
    }

    private static void settle(PropertiesComponent properties, Supply supply) {
        // Left to itself, Camel puts the environment's raw value over everything, over --set and over paths made absolute, too.
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
        properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_FALLBACK);
        properties.addPropertiesSource(new SettingsSource(supply));
    }
}
