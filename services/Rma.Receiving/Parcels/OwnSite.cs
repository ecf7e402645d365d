using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Receiving.Parcels;

/// <summary>A device may only change parcels at its own site, because a carton at another site cannot be in front of it.</summary>
internal static class OwnSite
{
    /// <summary>Lets a device change a parcel (the handler's first argument) only when it was scanned at the device's site.</summary>
    public static RouteHandlerBuilder OnlyAtOwnSite(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (call, next) =>
    {
        var (http, site) = (call.HttpContext, ScanIds.SiteOf(Caller.Of(call.HttpContext.User)));
        var parcel = await http.RequestServices.GetRequiredService<Streams<Parcel, ParcelEvent>>()
            .Get(call.GetArgument<Guid>(0), http.RequestAborted);
        return parcel is Parcel.Scanned { Scan: var scan } && scan.Site != site
            ? Results.Problem(Problems.Problem(403, "parcel.other-site", "This parcel lies at another site."))
            : await next(call);
    });
}
