package io.serai.gateway.data;

import io.serai.gateway.SystemsSettings;

import org.apache.camel.CamelContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans behind the Kamelets for databases, search engines and gRPC. */
@Configuration(proxyBeanMethods = false)
class DataConfiguration {

    @Bean
    DataSystems dataSystems(SystemsSettings settings, CamelContext context) {
        DataSystems systems = new DataSystems(settings.systems());
        systems.bind(context.getRegistry());
        return systems;
    }

    @Bean("reading-sql-language")
    CheckedLanguage readingSql() {
        return new CheckedLanguage(JdbcCall::query);
    }

    @Bean("bound-bson-language")
    CheckedLanguage boundBson() {
        return new CheckedLanguage(MongoCall::template);
    }

    @Bean("bound-search-language")
    CheckedLanguage boundSearch() {
        return new CheckedLanguage(SearchCall::template);
    }

    @Bean("grpc-request-language")
    CheckedLanguage grpcRequest() {
        return new CheckedLanguage(GrpcCall::request);
    }

    @Bean
    JdbcCall jdbcCall() {
        return new JdbcCall();
    }

    @Bean
    MongoCall mongoCall() {
        return new MongoCall();
    }

    @Bean
    SearchCall searchCall() {
        return new SearchCall();
    }

    @Bean
    GrpcCall grpcCall() {
        return new GrpcCall();
    }
}
